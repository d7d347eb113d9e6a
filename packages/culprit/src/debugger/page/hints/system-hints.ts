import { clip } from '@culprit/view'
import type { Hint, HintFacts } from './hint.ts'

/** Who usually listens on a port. */
const services: Readonly<Record<string, string | undefined>> = {
  1025: 'a mail sink',
  3306: 'MySQL',
  4222: 'NATS',
  5432: 'PostgreSQL',
  5672: 'RabbitMQ',
  6379: 'Redis',
  9092: 'Kafka',
  9200: 'Elasticsearch',
  11_211: 'memcached',
  27_017: 'MongoDB',
}

function addressOf({
  property,
  message,
}: HintFacts): { readonly host: string; readonly port: string } | undefined {
  const [, host, port] =
    /\b(?:ECONNREFUSED|EADDRINUSE|EACCES)\b.{0,40}? ([\da-f.:]{2,45}):(\d{1,5})\b/i.exec(message) ?? []
  const foundPort = property('port') ?? port
  return foundPort === undefined
    ? undefined
    : { host: property('address') ?? host ?? 'localhost', port: foundPort }
}

/** Nobody listens at an address. */
export const connectionRefused: Hint = (facts) => {
  if (facts.code !== 'ECONNREFUSED') return undefined
  const address = addressOf(facts)
  if (!address) return 'Probably the server that is connected to is not running.'
  const service = services[address.port]
  const who = service === undefined ? 'nothing' : `nothing (usually ${service})`
  return `Probably ${who} listens on ${at(address)}: is it started, and is the address right?`
}

function at({ host, port }: { readonly host: string; readonly port: string }): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

/** A port is taken. */
export const addressInUse: Hint = (facts) => {
  if (facts.code !== 'EADDRINUSE') return undefined
  const port = addressOf(facts)?.port
  return `Probably another process listens on port ${port ?? '?'} already, perhaps this application started twice: stop it, or choose another port.`
}

/** A host has no address. */
export const hostNotFound: Hint = ({ code, property }) => {
  if (code !== 'ENOTFOUND' && code !== 'EAI_AGAIN') return undefined
  const host = property('hostname')
  return `Probably the host name ${host === undefined ? '' : `\`${clip(host, 100)}\` `}is misspelt, or only known inside a container network.`
}

/** A file is not there. */
export const noSuchFile: Hint = ({ code, property }) => {
  if (code !== 'ENOENT') return undefined
  const path = property('path')
  if (path === undefined) return undefined
  const relative = /^(?:\/|[A-Za-z]:)/.test(path)
    ? ''
    : ' It is relative to the directory in which the process was started.'
  return `Probably \`${clip(path, 200)}\` does not exist.${relative}`
}

/** A low port, or a file of somebody else. */
export const notPermitted: Hint = (facts) => {
  if (facts.code !== 'EACCES' && facts.code !== 'EPERM') return undefined
  const port = Number(facts.property('port') ?? addressOf(facts)?.port ?? Number.NaN)
  if (port < 1024) return `Probably this user may not listen on ports below 1024, such as ${port}.`
  const path = facts.property('path')
  return path && `Probably this user may not use \`${clip(path, 200)}\`.`
}

/** A request was answered twice. */
export const answeredTwice: Hint = ({ code }) =>
  code === 'ERR_HTTP_HEADERS_SENT'
    ? 'Probably the request was answered twice: is a `return` missing after the first answer?'
    : undefined
