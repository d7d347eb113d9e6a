import { startCopyButtons } from './copy.ts'
import { startRelativeTimes } from './relative-times.ts'
import { subscribeLive } from './live.ts'

startCopyButtons()
startRelativeTimes()
// Keeps the dot in the navigation honest on pages that have nothing live themselves.
subscribeLive(() => undefined)
