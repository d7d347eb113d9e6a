import { setImmediate } from 'node:timers/promises'
import type { ContractRoute } from '@culprit/testkit'
import { abort } from 'culprit/http'
import {
  BodyOnly,
  CardDeclined,
  Clumsy,
  PageGone,
  PaymentError,
} from '../../../../../examples/conformance/shared/errors.ts'
import { raise } from '../../../../../examples/conformance/shared/raise.ts'

/** The routes of the conformance table but `/stream`, which each framework writes in its own way. */
export const conformanceRoutes: readonly ContractRoute[] = [
  { path: '/abort/403', run: () => abort(403) },
  { path: '/abort/418', run: () => abort(418) },
  { path: '/abort/500', run: () => abort(500) },
  { path: '/abort-response', run: () => abort(new Response('custom', { status: 299 })) },
  { path: '/gone', run: () => raise(new PageGone()) },
  { path: '/payment', run: () => raise(new PaymentError('no funds')) },
  { path: '/card', run: () => raise(new CardDeclined()) },
  { path: '/type-error', run: () => raise(new TypeError('not a function')) },
  { path: '/boom', run: () => raise(new RangeError('secret-7731')) },
  {
    path: '/async-boom',
    run: async () => {
      await setImmediate()
      throw new RangeError('secret-7731')
    },
  },
  { path: '/throw-string', run: () => raise('just a string') },
  { path: '/clumsy', run: () => raise(new Clumsy()) },
  { path: '/body-only', run: () => raise(new BodyOnly()) },
  { path: '/admin/forbidden', run: () => abort(403) },
  { path: '/admin/not-found', run: () => abort(404) },
  { path: '/admin/teapot', run: () => abort(418) },
  { path: '/admin/type-error', run: () => raise(new TypeError('secret-7731')) },
]
