"""Pictures that authors bring: checked before they are kept, so that what is kept can be shown."""

from exams.pictures.picture import Picture, PictureError, read_picture
from exams.pictures.svg import read_svg

__all__ = ["Picture", "PictureError", "read_picture", "read_svg"]
