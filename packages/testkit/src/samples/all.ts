import { browserSample } from './browser.ts'
import { goSample } from './go.ts'
import { nodeSample } from './node.ts'
import { phpSample } from './php.ts'
import { pythonSample } from './python.ts'
import { rubySample } from './ruby.ts'
import type { SampleEvent } from './sample.ts'

/** The sample events by platform. */
export const sampleEvents: Readonly<
  Record<'node' | 'browser' | 'python' | 'php' | 'go' | 'ruby', SampleEvent>
> = {
  node: nodeSample,
  browser: browserSample,
  python: pythonSample,
  php: phpSample,
  go: goSample,
  ruby: rubySample,
}
