// Shows the OpenAPI schema that the page names. Nothing is asked of any other server, and no token is kept.

const place = document.getElementById("api-docs");

window.SwaggerUIBundle({
  url: place.dataset.schema,
  domNode: place,
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  filter: true,
  persistAuthorization: false,
  validatorUrl: null,
  onComplete() {
    // Swagger UI takes the whole page for its own: a second <main> inside ours.
    const inner = place.querySelector("main");
    inner?.setAttribute("role", "region");
    inner?.setAttribute("aria-label", "Operations");
  },
});
