import { toChannelKind, type ChannelSettings } from '../../domain/destination.ts'
import type { Channel } from '../../notify/channels/channel.ts'
import { channelOf } from '../../notify/channels/channels.ts'
import { isSecret } from '../../notify/channels/check-settings.ts'
import { enterDestination } from '../../notify/enter-destination.ts'
import type { PageContext } from '../context.ts'
import { errorResponse, notFound } from '../error-page.tsx'
import type { PageRoute } from '../page-route.ts'
import { textField } from '../read-form.ts'
import { redirectTo, renderJson, renderMarkdown, renderPage } from '../render-page.ts'
import type { EnteredForm } from './destination-form.tsx'
import { DestinationListPage } from './destination-list.tsx'
import {
  destinationListMarkdown,
  destinationMarkdown,
  newDestinationMarkdown,
} from './destination-markdown.ts'
import { DestinationPage, NewDestinationPage } from './destination-pages.tsx'
import { newDestinationView, readDestination, readDestinationList } from './destination-view.ts'
import {
  removeDestination,
  retryDelivery,
  sendHeld,
  switchDestination,
  testDestination,
} from './destination-actions.ts'

const list = '/alerts/destinations'
const one = `${list}/:id`

/** Where alerts go besides mail. */
export const destinationRoutes: readonly PageRoute[] = [
  { method: 'GET', path: list, handle: (ctx) => showList(ctx) },
  { method: 'GET', path: `${list}/new`, handle: async (ctx) => showNew(ctx) },
  { method: 'POST', path: `${list}/new`, handle: (ctx, _params, form) => addOne(ctx, form) },
  { method: 'GET', path: one, handle: (ctx, { id = '' }) => showOne(ctx, id) },
  { method: 'POST', path: one, handle: (ctx, { id = '' }, form) => changeOne(ctx, id, form) },
  { method: 'POST', path: `${one}/test`, handle: (ctx, { id = '' }) => testDestination(ctx, id) },
  {
    method: 'POST',
    path: `${one}/switch`,
    handle: (ctx, { id = '' }, form) => switchDestination(ctx, id, form),
  },
  { method: 'POST', path: `${one}/remove`, handle: (ctx, { id = '' }) => removeDestination(ctx, id) },
  { method: 'POST', path: `${one}/send-held`, handle: (ctx, { id = '' }) => sendHeld(ctx, id) },
  {
    method: 'POST',
    path: `${one}/deliveries/:delivery/retry`,
    handle: (ctx, { id = '', delivery = '' }) => retryDelivery(ctx, id, delivery),
  },
]

async function showList(ctx: PageContext): Promise<Response> {
  const view = await readDestinationList(ctx)
  if (ctx.wants === 'json') return renderJson(view)
  if (ctx.wants === 'md') return renderMarkdown(destinationListMarkdown(view))
  return renderPage(<DestinationListPage ctx={ctx} view={view} />, ctx)
}

async function showOne(ctx: PageContext, id: string): Promise<Response> {
  const read = await readDestination(ctx, id)
  if (read === undefined) return notFound(ctx, 'destination')
  if (ctx.wants === 'json') return renderJson(read.view)
  if (ctx.wants === 'md') return renderMarkdown(destinationMarkdown(read.view))
  return renderPage(<DestinationPage ctx={ctx} view={read.view} />, ctx)
}

function channelIn(ctx: PageContext): Channel | undefined {
  const kind = toChannelKind(ctx.query.get('kind') ?? '')
  return kind && channelOf(kind)
}

function showNew(ctx: PageContext): Response {
  const channel = channelIn(ctx)
  if (channel === undefined) return redirectTo(list)
  const view = newDestinationView(channel)
  if (ctx.wants === 'json') return renderJson(view)
  if (ctx.wants === 'md') return renderMarkdown(newDestinationMarkdown(view))
  return renderPage(<NewDestinationPage ctx={ctx} channel={channel} />, ctx)
}

async function addOne(ctx: PageContext, form: FormData | undefined): Promise<Response> {
  const channel = channelIn(ctx)
  const projects = ctx.projects.filter(({ internal }) => !internal)
  const project = projects.find(({ slug }) => slug === textField(form, 'project')) ?? projects[0]
  if (channel === undefined || project === undefined) return notFound(ctx, 'channel')
  const values = valuesOf(channel, form)
  const entered = { kind: channel.kind, name: textField(form, 'name'), settings: values }
  const checked = enterDestination(entered, { random: ctx.deps.random })
  if (!checked.ok) {
    const again = shownAgain(channel, form, checked.problems)
    return renderPage(<NewDestinationPage ctx={ctx} channel={channel} entered={again} />, ctx, {
      status: 400,
    })
  }
  const { name, settings, madeSecret } = checked
  const added = await ctx.deps.commands.addDestination({
    projectId: project.id,
    kind: channel.kind,
    name,
    settings,
    now: ctx.now,
  })
  if (added === 'full') {
    return errorResponse(ctx, {
      status: 400,
      title: 'The project has 100 destinations',
      text: 'That is as many as it may have. Remove one that is no longer used, then add this one again.',
    })
  }
  if (madeSecret === undefined) return redirectTo(`${list}/${added.id}?saved`)
  // No redirect: the secret must not be in an address.
  const read = await readDestination(ctx, String(added.id))
  if (read === undefined) return notFound(ctx, 'destination')
  return renderPage(<DestinationPage ctx={ctx} view={read.view} madeSecret={madeSecret} />, ctx)
}

async function changeOne(ctx: PageContext, id: string, form: FormData | undefined): Promise<Response> {
  const read = await readDestination(ctx, id)
  if (read === undefined) return notFound(ctx, 'destination')
  const { found, view } = read
  const channel = channelOf(found.kind)
  const entered = { kind: found.kind, name: textField(form, 'name'), settings: valuesOf(channel, form) }
  const checked = enterDestination(entered, { known: found.settings ?? {}, random: ctx.deps.random })
  if (!checked.ok) {
    const again = shownAgain(channel, form, checked.problems)
    return renderPage(<DestinationPage ctx={ctx} view={view} entered={again} />, ctx, { status: 400 })
  }
  const { name, settings } = checked
  await ctx.deps.commands.changeDestination({
    scope: [found.projectId],
    id: found.id,
    name,
    settings: isSame(settings, found.settings) ? undefined : settings,
    now: ctx.now,
  })
  return redirectTo(`${view.destination.href}?saved`)
}

function valuesOf(channel: Channel, form: FormData | undefined): ChannelSettings {
  return Object.fromEntries(channel.fields.map(({ name }) => [name, textField(form, name)]))
}

/** Secrets are not sent back, not even to who entered them: the page may stay open, and pages are cached. */
function shownAgain(
  channel: Channel,
  form: FormData | undefined,
  problems: Readonly<Record<string, string>>,
): EnteredForm {
  const shown = channel.fields.filter((field) => !isSecret(field) || problems[field.name] !== undefined)
  const values = Object.fromEntries(shown.map(({ name }) => [name, textField(form, name)]))
  return { name: textField(form, 'name'), values, problems }
}

/** A new name alone must not clear the record of failures. */
function isSame(settings: ChannelSettings, known: ChannelSettings | undefined): boolean {
  const names = new Set([...Object.keys(settings), ...Object.keys(known ?? {})])
  return [...names].every((name) => settings[name] === known?.[name])
}
