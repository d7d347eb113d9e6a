import { measure } from './zz-measure.ts'
const rawBytes=Number(process.argv[2]), count=Number(process.argv[3])
const m = await measure({ rawBytes, count, seed: 1, connections: 32 })
console.log(JSON.stringify(m,null,0))
