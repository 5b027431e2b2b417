import express, { type Application } from 'express';
// Not of the package itself: that would run the page's script here.
import folderOfAssets from 'swagger-ui-dist/absolute-path';

const assets = '/api/docs/assets';

/** Styles may stand inline: the page's own components write them so. Scripts may not. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const docsPageHeaders = { 'Content-Security-Policy': contentSecurityPolicy };

export const docsPageFor = (root: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Parley: HTTP interface</title>
<link rel="icon" href="${root}${assets}/favicon-32x32.png">
<link rel="stylesheet" href="${root}${assets}/swagger-ui.css">
</head>
<body>
<div id="document"></div>
<script src="${root}${assets}/swagger-ui-bundle.js"></script>
<script src="${root}${assets}/start.js"></script>
</body>
</html>
`;

const start = `SwaggerUIBundle({
  url: new URL('../../openapi.json', document.currentScript.src).href,
  dom_id: '#document',
  deepLinking: true,
  docExpansion: 'none',
  persistAuthorization: false,
  validatorUrl: null,
});
`;

/** What the page that shows the API document loads; all of it comes from this machine. */
export function mountDocsAssets(app: Application): void {
  app.get(`${assets}/start.js`, (_request, response) => {
    response.locals.route = assets;
    response.type('text/javascript').send(start);
  });
  app.use(assets, (_request, response, next) => {
    response.locals.route = assets;
    next();
  });
  app.use(assets, express.static(folderOfAssets(), { index: false, maxAge: '1d' }));
}
