// What the development server runs in place of an application that has ended: the module loaded before it (`child.ts`)
// answers on its ports with the error.
export {}
