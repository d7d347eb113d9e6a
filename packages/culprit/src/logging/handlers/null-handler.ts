import { Handler } from '../handler.ts'

/**
 * Does nothing with records. For libraries: a logger that has it does not fall back to the handler of last
 * resort when the application configured no logging.
 */
export class NullHandler extends Handler {
  override handle(): boolean {
    return true
  }

  emit(): void {
    // Nothing is written, on purpose.
  }
}
