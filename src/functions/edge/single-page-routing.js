// What CloudFront runs before it looks for a file: a path without a file extension is a route of the front end, which
// index.html shows. Plain JavaScript for the runtime cloudfront-js-2.0.
function handler(event) {
  const { request } = event;
  const lastPart = request.uri.slice(request.uri.lastIndexOf("/") + 1);
  if (!lastPart.includes(".")) request.uri = "/index.html";
  return request;
}
