import type {
  AdapterHarness,
  AdapterStartOptions,
  ContractRoute,
  SeenEvent,
  SeenLine,
} from '@culprit/testkit'
import { culprit, type Culprit, type Scope } from 'culprit'
import { currentContext } from 'culprit/logging'
import { registerHandlers } from '../../../../../examples/conformance/shared/handlers.ts'
import { formRoutes, registerForms, type NativeForm } from './answer-forms.ts'
import { conformanceRoutes } from './conformance-routes.ts'
import type { Served } from './serve.ts'

/** What a framework is given to make the contract's application of. */
export interface ContractParts<Context> {
  readonly errors: Culprit<Context>
  readonly admin: Scope<Context>
  readonly routes: readonly ContractRoute[]
  /** Routes of the scope; their paths are those below `/admin`. */
  readonly adminRoutes: readonly ContractRoute[]
}

/** A framework, and how it makes the contract's application. */
export interface ContractFramework<Context> {
  readonly name: string
  /** Makes the application and serves it. */
  readonly mount: (parts: ContractParts<Context>) => Promise<Served>
  /** Answers 409 with the text `native` and the header `X-Form: native` by the framework's own means. */
  readonly native: (error: NativeForm, context: Context) => unknown
  readonly skip?: AdapterHarness['skip']
}

/** Returns the harness of a framework for the contract suite. */
export function contractHarness<Context>(framework: ContractFramework<Context>): AdapterHarness {
  const { name, skip } = framework
  return { name, skip, start: (options) => startApp(framework, options) }
}

async function startApp<Context>(
  { mount, native }: ContractFramework<Context>,
  options: AdapterStartOptions,
): ReturnType<AdapterHarness['start']> {
  const lines: SeenLine[] = []
  const events: SeenEvent[] = []
  const teardowns: unknown[] = []
  const errors = culprit<Context>({
    ...(options.debug === true ? { debug: true } : { propagateExceptions: options.propagate ?? false }),
    log: {
      error: (message, error, reference) =>
        void lines.push({ level: 'error', message, error, reference, context: currentContext() }),
      info: (message) => void lines.push({ level: 'info', message, context: currentContext() }),
    },
  })
  const admin = errors.scope('admin')
  for (const name of ['unhandled', 'answered', 'broken', 'disconnected'] as const)
    errors.on(name, ({ error, reference }) => void events.push({ name, error, reference }))
  errors.teardown((error) => void teardowns.push(error))
  if (options.handlers === 'all') {
    registerHandlers(errors, admin)
    registerForms(errors, native)
  }
  const all = [...conformanceRoutes, ...formRoutes, ...(options.routes ?? [])]
  const served = await mount({
    errors,
    admin,
    routes: all.filter(({ path }) => !path.startsWith('/admin/')),
    adminRoutes: all
      .filter(({ path }) => path.startsWith('/admin/'))
      .map(({ path, run }) => ({ path: path.slice('/admin'.length), run })),
  })
  const registerLate = (): void => {
    errors.registerErrorHandler(409, () => 'late')
  }
  return { ...served, seen: { lines, events, teardowns }, registerLate }
}
