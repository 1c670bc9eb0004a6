"""Pictures: which are taken, what is kept of them, who sees them."""

from __future__ import annotations

import base64
import struct
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, School, User
from accounts.tests.browsers import client_of
from exams.formats.native import read_question
from exams.models import Asset, Question, QuestionVersion
from exams.pictures import PictureError, read_picture, read_svg
from exams.rendering import FigureTag, RenderError, render_markdown
from exams.services.authoring import import_bank
from exams.tests.banks import bank_file, question
from exams.tests.factories import AssetFactory
from exams.wording import word_error

LINE = '<path d="M0 0 L10 10" stroke="#1D2329"/>'


def svg(inside: str = LINE, attributes: str = 'viewBox="0 0 320 240"') -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inside}</svg>'


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('viewBox="0 0 320 240"', (320, 240)),
        ('viewBox="-10,-10 , 20.5 20"', (21, 20)),
        ('viewBox="0 0 32 24" width="320" height="240px"', (320, 240)),
        ('viewBox="0 0 32 24" width="100%" height="100%"', (32, 24)),
    ],
)
def test_drawing_has_the_size_that_it_says(attributes: str, size: tuple[int, int]) -> None:
    picture = read_svg(svg(attributes=attributes))

    assert (picture.width, picture.height, picture.media_type) == (*size, "image/svg+xml")


def test_drawing_is_kept_as_it_was_understood_and_no_more() -> None:
    source = '<?xml version="1.0"?><?xml-stylesheet href="https://evil.example/x.css"?><!-- note -->' + svg(
        '<g id="a"><text x="1" font-style="italic">가 &lt; b</text><rect clip-path="url(#c)"/></g>'
    )

    kept = read_svg(source).content.decode()

    assert kept == (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 240"><g id="a">'
        '<text x="1" font-style="italic">가 &lt; b</text><rect clip-path="url(#c)" /></g></svg>'
    )
    assert read_svg(kept).content.decode() == kept


HOSTILE = [
    ("a script", svg("<script>alert(1)</script>"), "svg_element"),
    ("a script in another namespace", svg('<s:script xmlns:s="urn:x">1</s:script>'), "svg_element"),
    ("HTML inside", svg("<foreignObject><p>x</p></foreignObject>"), "svg_element"),
    ("a style sheet", svg("<style>@import url(//evil.example)</style>"), "svg_element"),
    ("a link", svg('<a href="https://evil.example"><text>x</text></a>'), "svg_element"),
    ("a picture from elsewhere", svg('<image href="https://evil.example/p.png"/>'), "svg_element"),
    ("a use", svg('<use href="#a"/>'), "svg_element"),
    ("an animation", svg('<animate attributeName="href" to="javascript:alert(1)"/>'), "svg_element"),
    ("an event", svg('<path onclick="alert(1)"/>'), "svg_attribute"),
    ("an event on the root", svg(attributes='viewBox="0 0 1 1" onload="alert(1)"'), "svg_attribute"),
    ("an href", svg('<path href="#a"/>'), "svg_attribute"),
    (
        "an old href",
        svg('<path xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="#a"/>'),
        "svg_attribute",
    ),
    ("a style that loads", svg('<path style="fill:url(https://evil.example)"/>'), "svg_value"),
    ("a style with an escape", svg(r'<path style="fill:u\72l(x)"/>'), "svg_value"),
    ("a fill that loads", svg('<path fill="url(//evil.example#a)"/>'), "svg_value"),
    ("a clip from elsewhere", svg("<path clip-path=\"url( 'a.svg#b' )\"/>"), "svg_value"),
    ("javascript", svg('<path fill="javascript:alert(1)"/>'), "svg_value"),
    ("an entity", '<!DOCTYPE svg [<!ENTITY a "b">]>' + svg("<text>&a;</text>"), "not_svg"),
    ("a file by entity", '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + svg("&a;"), "not_svg"),
    ("a document type", "<!DOCTYPE svg>" + svg(), "not_svg"),
    ("no XML", "<svg viewBox='0 0 1 1'><path></svg>", "not_svg"),
    ("nothing", "", "not_svg"),
    ("a path alone", '<path viewBox="0 0 1 1"/>', "not_svg"),
    ("HTML", "<html><body/></html>", "svg_element"),
    ("no viewBox", svg(attributes='width="10" height="10"'), "svg_without_view_box"),
    ("a viewBox of three", svg(attributes='viewBox="0 0 10"'), "svg_without_view_box"),
    ("a viewBox of nothing", svg(attributes='viewBox="0 0 0 10"'), "svg_without_view_box"),
    ("a viewBox of words", svg(attributes='viewBox="0 0 inf nan"'), "svg_without_view_box"),
    ("a giant", svg(attributes='viewBox="0 0 99999 10"'), "picture_too_wide"),
    ("too many bytes", svg("<g/>" * 20_000), "picture_too_large"),
    ("nested without end", svg("<g>" * 3_000 + "</g>" * 3_000), "svg_too_deep"),
]


@pytest.mark.parametrize(
    ("source", "code"), [case[1:] for case in HOSTILE], ids=[case[0] for case in HOSTILE]
)
def test_drawing_that_could_do_more_than_be_seen_is_refused(source: str, code: str) -> None:
    with pytest.raises(PictureError) as refusal:
        read_svg(source)

    assert refusal.value.code == code


def png(width: int = 4, height: int = 3) -> bytes:
    return (
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height) + b"\x08\x06\0\0\0" + b"\0" * 8
    )


GIF = b"GIF89a" + struct.pack("<HH", 4, 3) + b"\0\0\0;"
JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xff\xc2\x00\x11\x08" + struct.pack(">HH", 3, 4) + b"\x03\xff\xd9"
WEBP_LOSSY = b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 4, 3)
WEBP_LOSSLESS = b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f" + struct.pack("<I", 3 | 2 << 14) + b"\0" * 5
WEBP_EXTENDED = b"RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0\x03\0\0\x02\0\0"


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (png(), "image/png"),
        (GIF, "image/gif"),
        (JPEG, "image/jpeg"),
        (WEBP_LOSSY, "image/webp"),
        (WEBP_LOSSLESS, "image/webp"),
        (WEBP_EXTENDED, "image/webp"),
    ],
)
def test_size_of_a_picture_is_read_from_its_bytes(data: bytes, media_type: str) -> None:
    picture = read_picture(data, media_type)

    assert (picture.width, picture.height) == (4, 3)


@pytest.mark.parametrize(
    ("data", "media_type", "code"),
    [
        (png(), "image/jpeg", "not_that_picture"),
        (b"<script>alert(1)</script>", "image/png", "not_that_picture"),
        (JPEG[:12], "image/jpeg", "not_that_picture"),
        (b"\xff\xd8\xff\xe0\x00\x00" + b"\0" * 20, "image/jpeg", "not_that_picture"),
        (png(0, 3), "image/png", "picture_too_wide"),
        (png(60_000, 60_000), "image/png", "picture_too_wide"),
        (png() + b"\0" * 2_000_000, "image/png", "picture_too_large"),
        (b"", "image/svg+xml", "unknown_media_type"),
        (b"", "text/html", "unknown_media_type"),
    ],
)
def test_bytes_that_are_not_the_picture_they_claim_are_refused(
    data: bytes, media_type: str, code: str
) -> None:
    with pytest.raises(PictureError) as refusal:
        read_picture(data, media_type)

    assert refusal.value.code == code


TAG = FigureTag("a" * 64, width=4, height=3, alt='x < "y" & <b>')


def test_figure_becomes_a_tag_with_its_words_escaped() -> None:
    html = render_markdown("그림 ![](graph) 과 $x$", figures={"graph": TAG})

    assert html.startswith(
        f'<p>그림 <img class="figure" src="/pictures/{"a" * 64}" alt="x &lt; &quot;y&quot; &amp; &lt;b&gt;"'
        ' width="4" height="3" decoding="async"> 과 <math'
    )


@pytest.mark.parametrize(
    "source",
    [
        "![](https://evil.example/a.png)",
        "![x](graph)",
        "![](Graph)",
        "`![](graph)`",
        '<img src="x">',
        "![]()",
    ],
)
def test_no_other_picture_is_ever_shown(source: str) -> None:
    assert "<img" not in render_markdown(source, figures={"graph": TAG})


def test_text_that_names_an_unknown_figure_cannot_be_shown() -> None:
    with pytest.raises(RenderError) as refusal:
        render_markdown("![](other)", figures={"graph": TAG})

    assert (refusal.value.code, refusal.value.formula) == ("unknown_figure", "other")


def with_figure(text: str = "그림을 보라. ![](graph)", **changes: Any) -> dict[str, Any]:
    figure = {"name": "graph", "alt": {"ko": "직선", "en": "A line"}, "svg": svg(), **changes}
    return question(text={"ko": text}, figures=[{name: it for name, it in figure.items() if it is not None}])


def test_import_keeps_a_picture_once_however_often_it_comes(school: School, teacher: User) -> None:
    file = bank_file(with_figure(), {**with_figure(), "id": "again"})

    first = import_bank(file, school=school, owner=teacher)
    second = import_bank(file, school=school, owner=teacher)

    asset = Asset.objects.get()
    content = QuestionVersion.objects.get(question__external_id="again").content
    assert (first.taken, second.unchanged, Question.objects.count()) == (2, 2, 2)
    assert content["figures"] == [
        {
            "name": "graph",
            "asset": asset.sha256,
            "media_type": "image/svg+xml",
            "width": 320,
            "height": 240,
            "alt": {"ko": "직선", "en": "A line"},
        }
    ]
    assert asset.alt == {"ko": "직선", "en": "A line"}


def test_picture_of_pixels_comes_as_base64() -> None:
    data = base64.encodebytes(png()).decode()

    read = read_question(with_figure(svg=None, data=data, media_type="image/png"))

    assert [(one.content, one.width, one.height) for one in read.pictures] == [(png(), 4, 3)]


BAD_FIGURES = [
    ("unknown", with_figure("![](graph) ![](other)"), "text (ko): there is no figure “other”."),
    (
        "unused",
        with_figure("그림이 없다."),
        "The figure “graph” is shown in no text. Write ![](graph) where it belongs.",
    ),
    ("no alt", with_figure(alt=None), "“figures[1].alt” is missing."),
    ("no picture", with_figure(svg=None), "“figures[1].data” is missing."),
    ("a misspelt field", with_figure(width=3), "“figures[1].width” is not a field of a question."),
    ("a script", with_figure(svg=svg("<script/>")), "figures[1]: <script> may not stand in a drawing"),
    (
        "no base64",
        with_figure(svg=None, data="§", media_type="image/png"),
        "figures[1].data: the data is not base64",
    ),
    (
        "a file",
        with_figure(svg=None, data="", media_type="text/html"),
        "figures[1]: “text/html” is not a kind",
    ),
]


@pytest.mark.parametrize(
    ("entry", "sentence"), [case[1:] for case in BAD_FIGURES], ids=[c[0] for c in BAD_FIGURES]
)
def test_question_with_a_bad_figure_is_refused_in_words(
    entry: dict[str, Any], sentence: str, school: School, teacher: User, in_english: None
) -> None:
    report = import_bank(bank_file(entry), school=school, owner=teacher)

    assert [word_error(refusal.error).startswith(sentence) for refusal in report.refused] == [True], [
        word_error(refusal.error) for refusal in report.refused
    ]
    assert Asset.objects.count() == 0


def picture_of(client: Client, asset: Asset, **headers: str) -> Any:
    return client.get(reverse("picture", args=[asset.sha256]), headers=headers)


def test_picture_is_kept_by_the_browser_and_can_do_nothing(school: School, student: User) -> None:
    asset = AssetFactory(school=school, media_type="image/svg+xml", content=svg().encode())

    reply = picture_of(client_of(student), asset)

    assert (reply.status_code, reply.content) == (200, svg().encode())
    assert reply["Content-Type"] == "image/svg+xml"
    assert reply["Cache-Control"] == "private, max-age=31536000, immutable"
    assert reply["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    assert reply["X-Content-Type-Options"] == "nosniff"


def test_picture_that_the_browser_has_is_not_sent_again(school: School, student: User) -> None:
    asset = AssetFactory(school=school)

    reply = picture_of(client_of(student), asset, if_none_match=f'"{asset.sha256}"')

    assert (reply.status_code, reply.content) == (304, b"")


def test_picture_is_for_members_of_a_school_that_has_it(
    school: School, student: User, other_student: User
) -> None:
    asset = AssetFactory(school=school)
    before = picture_of(client_of(student), asset).status_code
    Membership.objects.filter(user=student).update(active=False)

    assert (before, picture_of(client_of(student), asset).status_code) == (200, 404)
    assert picture_of(client_of(other_student), asset).status_code == 404
    assert picture_of(Client(), asset).status_code == 302
    assert client_of(other_student).get("/pictures/nothing").status_code == 404
