import { createRedactor, type Redactor } from '@culprit/redact'

/** How the environment names secrets; found anywhere in a key, whatever its case. */
const extraKeys: readonly string[] = ['_sk', '_key', '_pass', 'dsn']

/** What ends like a secret of the environment and is none, and is worth reading in a mail. */
const safeKeys: readonly string[] = [
  'public_key',
  'primary_key',
  'foreign_key',
  'unique_key',
  'cache_key',
  'sort_key',
  'partition_key',
  'routing_key',
  'idempotency_key',
]

/**
 * Returns the redactor that mails use unless given another: the default rules, and names like those of environment
 * variables (`STRIPE_SK`, `AWS_KEY`, `EMAIL_HOST_PASS`, `SENTRY_DSN`), since a mail leaves the house.
 */
export function createMailRedactor(): Redactor {
  return createRedactor({ extraKeys, safeKeys })
}
