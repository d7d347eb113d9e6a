import { Agent, get } from 'node:http'

/** What became of many requests, by count. */
export interface Hammered {
  readonly answers: Map<string, number>
  readonly failures: Map<string, number>
}

/** Sends one request after the other from several clients until told to stop. */
export class Hammer {
  readonly #agent: Agent
  readonly #done: Promise<unknown>
  readonly #counts: Hammered = { answers: new Map(), failures: new Map() }
  #isOver = false

  constructor(url: string, keepAlive: boolean) {
    this.#agent = new Agent({ keepAlive, maxSockets: 8 })
    this.#done = Promise.all(Array.from({ length: 8 }, () => this.#client(url)))
  }

  /** How many requests were answered with this text. */
  answered(text: string): number {
    return this.#counts.answers.get(text) ?? 0
  }

  async stop(): Promise<Hammered> {
    this.#isOver = true
    await this.#done
    this.#agent.destroy()
    return this.#counts
  }

  async #client(url: string): Promise<void> {
    const { answers, failures } = this.#counts
    while (!this.#isOver) {
      await this.#ask(url).then(
        (text) => answers.set(text, (answers.get(text) ?? 0) + 1),
        (error: NodeJS.ErrnoException) =>
          failures.set(error.code ?? error.message, (failures.get(error.code ?? error.message) ?? 0) + 1),
      )
    }
  }

  #ask(url: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const request = get(url, { agent: this.#agent }, (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (part: string) => (text += part))
        response.on('end', () => resolve(text)).on('error', reject)
      })
      request.on('error', reject)
    })
  }
}
