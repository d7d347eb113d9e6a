/** Express 4 under its second name; what the contract uses of it has the types of Express 5. */
declare module 'express-4' {
  export { default } from 'express'
}
