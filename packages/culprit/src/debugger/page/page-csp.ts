import { pageAssets } from './page-assets.ts'

/**
 * Returns the content security policy of the debugger's pages: the one script and the one style sheet that stand in the
 * page, by their hashes; requests to the own origin; nothing else. It replaces the policy of the application on these
 * answers. No sink takes strings as HTML or code (Trusted Types), so evaluation happens in the server alone.
 */
export function pageCsp(): string {
  const { scriptHash, styleHash } = pageAssets()
  return [
    "default-src 'none'",
    `script-src '${scriptHash}'`,
    `style-src '${styleHash}'`,
    "connect-src 'self'",
    'img-src data:',
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ')
}
