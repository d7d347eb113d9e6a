import { parseDsn } from '@culprit/wire'

/** Returns where the tracker of a DSN shows an error by its id; undefined without a DSN. */
export function issueAddress(dsn: string | undefined, reference: string): string | undefined {
  const parts = dsn === undefined ? undefined : parseDsn(dsn)
  if (parts === undefined) return undefined
  const { protocol, host, port, path } = parts
  return `${protocol}://${host}${port === undefined ? '' : `:${port}`}${path}/issues?query=${reference}`
}
