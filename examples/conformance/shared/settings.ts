// What the environment says: PORT (0 takes a free one) and HANDLERS=none, which leaves the generic pages alone.
export const port: number = Number(process.env['PORT'] ?? 3000)
export const withHandlers: boolean = process.env['HANDLERS'] !== 'none'

/** Tells whoever started the application where it is. */
export function sayListening(address: unknown): void {
  const given = typeof address === 'object' && address !== null && 'port' in address ? address.port : port
  process.stdout.write(`listening on ${String(given)}\n`)
}
