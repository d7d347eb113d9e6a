/** What changed, pushed to the thread that serves pages. Coalesced: at most a few a second. */
export type LiveNotice =
  | { readonly kind: 'issues'; readonly projectIds: readonly number[]; readonly issueIds: readonly number[] }
  | { readonly kind: 'ingest' }

/** Calls back on every notice until the returned function is called. */
export interface LiveSource {
  subscribe(listener: (notice: LiveNotice) => void): () => void
}
