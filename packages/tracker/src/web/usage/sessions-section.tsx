import { formatCount, safeText } from '@culprit/view'
import type { VNode } from 'preact'
import type { UsageView } from './usage-view.ts'

/** How many of the sessions that applications report did not crash, by release; nothing where none are reported. */
export function SessionsSection({ view }: { readonly view: UsageView }): VNode | null {
  if (view.sessions.length === 0) return null
  return (
    <section class="card" aria-labelledby="sessions">
      <div class="section-head">
        <h2 id="sessions">Sessions</h2>
        <span class="section-hint">begun in the last {view.days} days, as far as they were sent</span>
      </div>
      <div class="table-wrap" tabIndex={0} role="group" aria-label="Sessions">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">Release</th>
              <th scope="col">Project</th>
              <th scope="col" class="number">
                Sessions
              </th>
              <th scope="col" class="number">
                With errors
              </th>
              <th scope="col" class="number">
                Crashed
              </th>
              <th scope="col" class="number">
                Crash-free
              </th>
            </tr>
          </thead>
          <tbody>
            {view.sessions.map((line) => (
              <tr key={`${line.project} ${line.release}`}>
                <td data-label="Release">
                  {line.release === '' ? (
                    <span class="muted">none</span>
                  ) : (
                    <bdi>{safeText(line.release)}</bdi>
                  )}
                </td>
                <td data-label="Project">{line.project}</td>
                <td data-label="Sessions" class="number">
                  {formatCount(line.sessions)}
                </td>
                <td data-label="With errors" class="number">
                  {formatCount(line.errored)}
                </td>
                <td data-label="Crashed" class="number">
                  {formatCount(line.crashed)}
                </td>
                <td data-label="Crash-free" class="number">
                  {line.crashFree} %
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
