/** Which projects a person or token may touch; every command and query carries it. */
export type ProjectScope = readonly number[]
