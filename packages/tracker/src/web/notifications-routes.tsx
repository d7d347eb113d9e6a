import { alertWishes, type AlertWish } from '../domain/alert-people.ts'
import { parseQuietHours, type QuietHours } from '../domain/quiet-hours.ts'
import type { PageContext } from './context.ts'
import { NotificationsPage } from './notifications-page.tsx'
import { readNotifications, readOtherWishes, type NotificationsView } from './notifications-view.ts'
import type { PageRoute } from './page-route.ts'
import { textField } from './read-form.ts'
import { redirectTo, renderJson, renderMarkdown, renderPage } from './render-page.ts'

/** What the signed-in person wants to be told. */
export const notificationRoutes: readonly PageRoute[] = [
  { method: 'GET', path: '/account/notifications', handle: (ctx) => show(ctx) },
  { method: 'POST', path: '/account/notifications', handle: (ctx, _params, form) => save(ctx, form) },
]

async function show(ctx: PageContext): Promise<Response> {
  const view = await readNotifications(ctx)
  if (ctx.wants === 'json') return renderJson(view)
  if (ctx.wants === 'md') return renderMarkdown(notificationsMarkdown(view))
  return renderPage(<NotificationsPage ctx={ctx} view={view} />, ctx)
}

async function save(ctx: PageContext, form: FormData | undefined): Promise<Response> {
  const text = (name: string): string => textField(form, name).trim()
  const before = await readNotifications(ctx)
  const wishes = before.projects.map(({ id, wants }) => ({
    projectId: id,
    wants: toWish(text(`wants.${id}`)) ?? wants,
  }))
  const quietHours = readQuiet(text)
  if (typeof quietHours === 'string') {
    const entered: NotificationsView = {
      ...before,
      projects: before.projects.map((project, index) => ({
        ...project,
        wants: wishes[index]?.wants ?? project.wants,
      })),
      quietFrom: text('quietFrom'),
      quietTo: text('quietTo'),
      quietZone: text('quietZone'),
      weeklyReport: text('weekly') === 'yes',
      quietProblem: quietHours,
    }
    return renderPage(<NotificationsPage ctx={ctx} view={entered} />, ctx, { status: 400 })
  }
  const settings = { quietHours, weeklyReport: text('weekly') === 'yes' }
  const shown = wishes.map(({ projectId }) => projectId)
  const others = await readOtherWishes(ctx, shown)
  await ctx.deps.commands.changeMember({ userId: ctx.user.id, settings, wishes: [...others, ...wishes] })
  return redirectTo('/account/notifications?saved')
}

function toWish(text: string): AlertWish | undefined {
  return alertWishes.find((wish) => wish === text)
}

function readQuiet(text: (name: string) => string): QuietHours | undefined | string {
  const [from, to, timeZone] = [text('quietFrom'), text('quietTo'), text('quietZone') || 'UTC']
  if (from === '' && to === '') return undefined
  const hours = parseQuietHours({ from, to, timeZone })
  if (typeof hours !== 'string') return hours
  return hours.includes('timeZone')
    ? 'The time zone must be a name such as Europe/Amsterdam.'
    : 'Give both times, such as 22:00 and 07:00, or neither; they must differ.'
}

function notificationsMarkdown({ projects, quietFrom, quietTo, quietZone }: NotificationsView): string {
  const lines = projects.map(({ id, wants }) => `- project ${id}: ${wants}`)
  const quiet = quietFrom === '' ? 'none' : `${quietFrom} to ${quietTo} (${quietZone})`
  return `# What you are mailed\n\n${lines.join('\n')}\n\nQuiet hours: ${quiet}\n`
}
