import { randomBytes } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import type { AlertFacts } from '../digest/alerts/alert-fold.ts'
import { createAlertHistory } from '../digest/alerts/alert-history.ts'
import { createAddressBook } from '../digest/alerts/destinations.ts'
import { createRuleBook } from '../digest/alerts/rule-book.ts'
import { createCommitter } from '../digest/commit.ts'
import { createDispatcher, type Dispatcher } from '../digest/dispatcher.ts'
import { lanes, type Lane, type SpoolPosition } from '../domain/digest-plan.ts'
import type { Directory } from '../domain/project.ts'
import { dataDirAt } from '../engines/filesystem/data-dir.ts'
import { loadSecretKey } from '../engines/filesystem/secret-key.ts'
import { openReader, type SqliteReader } from '../engines/sqlite/open-reader.ts'
import { openWriter } from '../engines/sqlite/open-writer.ts'
import type { SqliteWriter } from '../engines/sqlite/sqlite-writer.ts'
import { startChores, type Chores } from '../jobs/chores.ts'
import { hashPassword } from '../web/password.ts'
import { createAlerting } from './alerting.ts'
import { createDelivery, type Delivery } from './delivery.ts'
import { describeProgress } from './digest-progress.ts'
import type { FromWriter, ToWriter, WriterStart } from './messages.ts'
import { toOwnError } from './own-error.ts'
import { parkErrors } from './park-errors.ts'
import { serve } from './rpc.ts'
import { startDecoder } from './start-decoder.ts'
import { watchCommands } from './watched-commands.ts'

type Port = NonNullable<typeof parentPort>

/** Everything that lives on the writer's thread: the only one that changes the database. */
interface WriterParts {
  readonly writer: SqliteWriter
  readonly reader: SqliteReader
  readonly dispatcher: Dispatcher
  readonly delivery: Delivery
  readonly chores: Chores
}

async function run(port: Port, start: WriterStart): Promise<void> {
  const send = (message: FromWriter): void => {
    port.postMessage(message)
  }
  const onError = (where: string, error: unknown): void => {
    send({ kind: 'own-error', report: toOwnError(error, { where }) })
  }
  const writer = await openAndProvision(start)
  let directory = await writer.commands.directory()
  const refresh = async (): Promise<void> => {
    directory = await writer.commands.directory()
    send({ kind: 'directory', directory })
    await refreshRules()
  }
  let rules = createRuleBook(await writer.commands.alertRules())
  let addresses = createAddressBook(await writer.commands.alertPeople())
  const refreshRules = async (): Promise<void> => {
    rules = createRuleBook(await writer.commands.alertRules())
    addresses = createAddressBook(await writer.commands.alertPeople())
    send({ kind: 'rules', sessionProjects: rules.sessionProjects })
  }
  const alerts = (): Omit<AlertFacts, 'memory'> => ({ rules, addresses })
  const parts = await assemble({ start, writer, alerts, directory: () => directory, send, onError })
  const commands = watchCommands(writer.commands, {
    send,
    refresh,
    refreshRules,
    wakeDelivery: () => {
      parts.delivery.wake()
    },
  })
  for (const callers of start.commandPorts) serve(callers, commands)
  port.on('message', (message: ToWriter) => {
    if (message.kind === 'end') parts.dispatcher.advance(message.end)
    else if (message.kind === 'base-url') parts.delivery.start(message.baseUrl)
    else if (message.kind === 'outcomes') {
      void writer.commands.addOutcomes(message.counts, message.at).catch((error: unknown) => {
        onError('outcomes', error)
      })
    } else
      void close(parts, { start, send }).then(() => {
        send({ kind: 'closed' })
        port.close()
      })
  })
  send({ kind: 'ready', directory, sessionProjects: rules.sessionProjects })
}

async function openAndProvision({ config }: WriterStart): Promise<SqliteWriter> {
  const writer = await openWriter({ dataDir: config.dataDir, messagesPerHour: config.messagesPerHour })
  const { projects } = await writer.commands.directory()
  // What the first start may be told means nothing later, and hashing a password takes its time.
  if (projects.length > 0) return writer
  await writer.provision({
    now: Date.now(),
    newKey: () => randomBytes(16).toString('hex'),
    dsnKey: config.dsnKey,
    adminEmail: config.adminEmail,
    adminPasswordHash:
      config.adminPassword === undefined ? undefined : await hashPassword(config.adminPassword),
  })
  return writer
}

/** Measured: at half load it halves the syncs of the disk, which events that arrive meanwhile wait for. */
const paceMs = 25

interface AssembleOptions {
  readonly start: WriterStart
  readonly writer: SqliteWriter
  readonly alerts: () => Omit<AlertFacts, 'memory'>
  readonly directory: () => Directory
  send(message: FromWriter): void
  onError(where: string, error: unknown): void
}

async function assemble(options: AssembleOptions): Promise<WriterParts> {
  const { start, writer, alerts, directory, send, onError } = options
  const { config } = start
  const reader = openReader({ dataDir: config.dataDir })
  const delivery = createDelivery({
    config,
    outbox: writer.outbox,
    destinations: writer.destinations,
    reads: reader.reads,
    linkKey: loadSecretKey(dataDirAt(config.dataDir)),
    onAttempt: (note) => {
      send({ kind: 'delivered', ...note })
    },
    onError,
  })
  const alerting = createAlerting({ writer, reader, delivery, facts: alerts, send })
  const cursors = new Map<Lane, SpoolPosition>()
  for (const lane of lanes) cursors.set(lane, await writer.digest.cursor(lane))
  const dispatcher = createDispatcher({
    startDecoder: () => startDecoder({ dataDir: config.dataDir, storeAttachments: config.storeAttachments }),
    decoders: start.decoders,
    committer: createCommitter({
      store: writer.digest,
      alerts,
      history: createAlertHistory(reader.windows),
    }),
    cursors,
    attributes: () => [...alerts().rules.attributes, ...alerts().addresses.attributes],
    paceMs,
    onError,
    onCommitted: (report, entries) => {
      alerting.afterCommit(report.plans.some(({ fires }) => fires.length > 0))
      for (const error of parkErrors(report.plans, directory())) onError('digest.park', error)
      send({ kind: 'digested', progress: describeProgress(report.plans, entries) })
    },
  })
  const chores = startChores({
    watchAlerts: (now) => alerting.watch(now),
    digest: writer.digest,
    commands: writer.commands,
    retentionDays: config.retentionDays,
    watch: () => {
      dispatcher.watch()
    },
    onDurable: (lane, upTo) => {
      send({ kind: 'released', lane, upTo })
    },
    onError,
  })
  return { writer, reader, dispatcher, delivery, chores }
}

/** How long a stop waits for what is spooled to be digested; what is left then is digested at the next start. */
const drainMs = 2000

interface CloseOptions {
  readonly start: WriterStart
  send(message: FromWriter): void
}

async function close(
  { writer, reader, dispatcher, delivery, chores }: WriterParts,
  { start, send }: CloseOptions,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise((resolve) => (timer = setTimeout(resolve, drainMs)))
  await Promise.race([dispatcher.drained(), late])
  clearTimeout(timer)
  chores.stop()
  await dispatcher.close()
  await delivery.close()
  reader.close()
  // Raw bytes are unscrubbed: a stopped tracker keeps none of what it has digested.
  for (const lane of lanes) send({ kind: 'released', lane, upTo: await writer.digest.durableCursor(lane) })
  await writer.close()
  for (const callers of start.commandPorts) callers.close()
}

// `parentPort` is null only when the file is run by hand, which has no meaning.
if (parentPort) await run(parentPort, workerData as WriterStart)
