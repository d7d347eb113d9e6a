import { readPageData } from './page-data.ts'
import { startBanner } from './banner.ts'
import { startConsoles } from './consoles.ts'
import { startCopying } from './copying.ts'
import { startEditor } from './editor.ts'
import { startFrames } from './frames.ts'
import { startHelp } from './help.ts'
import { startKeys } from './keys.ts'
import { createSession } from './session.ts'
import { applyTheme, startTheme } from './theme.ts'
import { startTrees } from './trees.tsx'

// The script stands in the head: the theme is set before anything is painted, the rest waits for the document.
document.documentElement.classList.add('js')
applyTheme()

document.addEventListener('DOMContentLoaded', () => {
  const data = readPageData()
  const session = createSession(data)
  const frames = startFrames()
  const consoles = startConsoles(session, data)
  frames.onSelect((panel) => consoles.show(panel))
  startTrees(session)
  startBanner(session, data)
  const copying = startCopying(data)
  const editor = startEditor(session, data.settings)
  const help = startHelp()
  startTheme()
  startKeys({ frames, consoles, copying, editor, help })
  frames.start()
  session.start()
  // Whoever opens the console's own page means to type; on the page of an error keys go through the frames first.
  const alone = document.querySelector<HTMLElement>('.console-page .panel')
  if (alone) consoles.focus(alone)
})
