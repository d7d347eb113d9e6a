import { setImmediate, setTimeout } from 'node:timers/promises'
import type { ContractRoute } from '@culprit/testkit'
import type { Culprit } from 'culprit'
import { MethodNotAllowed } from 'culprit/http'
import { raise } from '../../../../../examples/conformance/shared/raise.ts'

/** An error whose handler answers with 409 `native` and `X-Form: native` by the framework's own means. */
export class NativeForm extends Error {}

/** What the handler of each form returns; its route is `/form/NAME`. */
const forms: Readonly<Record<string, () => unknown>> = {
  text: () => 'a text',
  object: () => ({ form: 'object' }),
  'body-status': () => ['a pair', 409],
  'body-headers': () => ['a pair', { 'X-Form': 'pair' }],
  triple: () => [{ form: 'triple' }, 409, { 'X-Form': 'triple' }],
  response: () => {
    const headers = new Headers({ 'X-Form': 'response' })
    headers.append('Set-Cookie', 'a=1')
    headers.append('Set-Cookie', 'b=2')
    return new Response('a response', { status: 409, headers })
  },
  'stream-response': () =>
    new Response(new Blob(['a streamed response']).stream(), {
      status: 409,
      headers: { 'X-Form': 'stream' },
    }),
  exception: () => new MethodNotAllowed(['PUT', 'GET']),
  nothing: () => undefined,
  'bad-header': () => ['a text', 409, { 'X-Form': 'two\r\nlines' }],
  'bad-status': () => ['a text', 9999],
  circular: () => {
    const self: Record<string, unknown> = {}
    self['self'] = self
    return self
  },
  bigint: () => ({ many: 10n }),
  slow: async () => {
    await setTimeout(200)
    return 'too late'
  },
}

const classes = new Map(
  Object.entries(forms).map(([name, form]) => [name, { form, error: class extends Error {} }]),
)

class LateNativeForm extends Error {}

/** Registers a handler for each form; `native` is the framework's own. */
export function registerForms<Context>(
  errors: Culprit<Context>,
  native: (error: NativeForm, context: Context) => unknown,
): void {
  for (const { form, error } of classes.values()) errors.registerErrorHandler(error, form)
  errors.registerErrorHandler(NativeForm, native)
  errors.registerErrorHandler(LateNativeForm, async (error, context) => {
    await setImmediate()
    return native(error, context)
  })
}

/** The routes that throw what `registerForms` answers. */
export const formRoutes: readonly ContractRoute[] = [
  ...[...classes].map(([name, { error: FormError }]) => ({
    path: `/form/${name}`,
    run: () => raise(new FormError()),
  })),
  { path: '/form/native', run: () => raise(new NativeForm()) },
  { path: '/form/late-native', run: () => raise(new LateNativeForm()) },
]
