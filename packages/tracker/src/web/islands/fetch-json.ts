/** Returns what lies at an address of ours as JSON, or undefined: not there, signed out, no answer in ten seconds. */
export async function fetchJson(address: string): Promise<unknown> {
  try {
    const answer = await fetch(address, {
      headers: { accept: 'application/json' },
      signal: AbortSignal.timeout(10_000),
    })
    return answer.ok ? await answer.json() : undefined
  } catch {
    return undefined
  }
}
