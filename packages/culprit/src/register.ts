// What `node --import culprit/register app.js` loads: reporting without a line of code. See `startRegistered`.
import { startRegistered } from './registered.ts'

startRegistered()
