/**
 * Returns where to go after signing in: a path of ours, or `/` when the text is anything else. `//host` and `/\host`
 * name other sites to a browser and are refused.
 */
export function returnPath(text: unknown): string {
  return typeof text === 'string' && text.length <= 2048 && /^\/(?![/\\])[\x21-\x7e]*$/.test(text)
    ? text
    : '/'
}
