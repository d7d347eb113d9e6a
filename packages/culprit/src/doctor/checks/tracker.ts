import { parseDsn } from '@culprit/wire'
import type { ReportedDelivery } from '../../logging/doctor-hook.ts'
import { planDelivery } from '../../report/delivery-settings.ts'
import { createEnvelopePoster } from '../../report/envelope-post.ts'
import { outcomesPayload } from '../../report/outcomes.ts'
import { createHttpSender, type HttpAnswer } from '../../report/send-http.ts'
import { answerTimeoutMs } from '../examination.ts'
import type { Finding } from '../finding.ts'
import { checkClock } from './clock.ts'

/**
 * Sends the tracker a report of no losses, as the library does with its own: it shows whether the server answers and takes
 * the key, and makes no event.
 */
export async function checkTracker(delivery: ReportedDelivery): Promise<readonly Finding[]> {
  const dsn = parseDsn(delivery.dsn)
  if (dsn === undefined) return [noDsn]
  const at = Date.now()
  try {
    const answer = await post(delivery)
    return [verdict(answer, dsn.host), checkClock(answer.headers.get('date'), at, Date.now())]
  } catch (error) {
    const { code, message } = Object(error) as NodeJS.ErrnoException
    const text = `the tracker at ${dsn.host} does not answer: ${code ?? message}`
    const advice = 'see that it runs, and that this machine may reach it: firewall, proxy, name'
    return [{ check: 'tracker', status: 'fail', text, advice }]
  }
}

/** For a variable that says nothing usable. */
export const noDsn: Finding = {
  check: 'tracker',
  status: 'fail',
  text: 'the DSN is none',
  advice: 'copy it from the tracker, "Connect": https://KEY@HOST/PROJECT',
}

async function post(delivery: ReportedDelivery): Promise<HttpAnswer> {
  const plan = planDelivery({ ...delivery, timeoutMs: answerTimeoutMs })
  const sender = createHttpSender(plan)
  const poster = createEnvelopePoster(delivery.dsn, plan)
  if (poster === undefined) throw new TypeError('the DSN is none')
  try {
    const payload = outcomesPayload([], Date.now())
    const event = { eventId: '', type: 'client_report', category: 'internal', payload } as const
    return await sender.post(await poster({ event, now: Date.now() }))
  } finally {
    sender.close()
  }
}

function verdict({ status, headers }: HttpAnswer, host: string): Finding {
  const check = 'tracker'
  if (status >= 200 && status < 300)
    return { check, status: 'ok', text: `the tracker at ${host} answers and takes the key` }
  if (status === 401 || status === 403) {
    const advice = 'copy the DSN again from the tracker, "Connect"; the key may have been switched off'
    return { check, status: 'fail', text: `the tracker at ${host} does not take the key (${status})`, advice }
  }
  if (status === 429) {
    const advice = 'it takes no reports at the moment; look at the limits of the project'
    return { check, status: 'warn', text: `the tracker at ${host} takes the key and asks to wait`, advice }
  }
  const why = headers.get('x-sentry-error') ?? ''
  const advice = 'see that the DSN names the tracker itself, and the project that there is'
  return { check, status: 'fail', text: `the tracker at ${host} answers ${status} ${why}`.trim(), advice }
}
