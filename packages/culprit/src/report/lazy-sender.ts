import type { HttpSender, HttpSenderOptions } from './send-http.ts'

/**
 * Returns a sender that loads `node:http` and TLS with the first request: programs that report nothing do without the
 * 30 ms that takes.
 */
export function createLazySender(options: HttpSenderOptions): HttpSender {
  let loading: Promise<HttpSender> | undefined
  const load = async (): Promise<HttpSender> => {
    const { createHttpSender } = await import('./send-http.ts')
    return createHttpSender(options)
  }
  return {
    post: async (post) => (await (loading ??= load())).post(post),
    close: () => {
      // A module that did not load was reported by `post`.
      void loading?.then((sender) => sender.close()).catch(() => {})
    },
  }
}
