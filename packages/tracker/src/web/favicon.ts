const image =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="4" fill="#0a655f"/><path d="M8 3.2 12.8 8 8 12.8 3.2 8Z" fill="#fff"/></svg>'

/** Returns the site's icon. */
export function favicon(): Response {
  return new Response(image, {
    headers: {
      'content-type': 'image/svg+xml',
      'cache-control': 'public, max-age=86400',
      'x-content-type-options': 'nosniff',
    },
  })
}
