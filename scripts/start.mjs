// `npm start [-- FLAGS]`: the tracker on its embedded default, from a fresh clone with nothing installed.
import { setup } from './setup.mjs'
import { runPinned } from './run.mjs'

setup()
runPinned(['packages/tracker/bin/culprit-tracker.js', ...process.argv.slice(2)])
