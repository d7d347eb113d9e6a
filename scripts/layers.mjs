// Who may import whom, as data: the lint configuration is made from it, and a test shows that the rules bite.
// A border that no machine checks does not exist; `import type` counts as an import.

/** Packages, and which of ours each may import. */
export const packages = {
  wire: { may: [], pure: true },
  stack: { may: [], pure: true },
  grouping: { may: ['stack'], pure: true },
  redact: { may: [], pure: true },
  view: { may: ['stack'], pure: true },
  culprit: { may: ['wire', 'stack', 'grouping', 'redact', 'view'] },
  tracker: { may: ['wire', 'stack', 'grouping', 'redact', 'view', 'culprit'] },
  testkit: { may: ['wire', 'stack', 'grouping', 'redact', 'view', 'tracker', 'culprit'] },
}

/** Folders of packages/tracker/src, and which of their siblings each may import. `domain` is pure and synchronous. */
export const trackerLayers = {
  domain: { may: [], pure: true },
  ports: { may: ['domain'], pure: true },
  config: { may: ['domain'] },
  encoding: { may: ['domain'] },
  digest: { may: ['domain', 'ports', 'encoding'] },
  notify: { may: ['domain', 'ports', 'encoding'] },
  query: { may: ['domain', 'ports', 'encoding'] },
  ingest: { may: ['domain', 'ports', 'encoding', 'digest', 'notify', 'query'] },
  api: { may: ['domain', 'ports', 'encoding', 'digest', 'notify', 'query'] },
  web: { may: ['domain', 'ports', 'encoding', 'digest', 'notify', 'query'] },
  jobs: { may: ['domain', 'ports', 'encoding', 'digest', 'notify', 'query'] },
  engines: { may: ['domain', 'ports', 'encoding'] },
  main: {
    may: [
      'domain',
      'ports',
      'config',
      'encoding',
      'digest',
      'notify',
      'query',
      'ingest',
      'api',
      'web',
      'jobs',
      'engines',
    ],
  },
}

/** Folders of packages/culprit/src from left to right: each may import only those to its left. */
export const libraryLayers = [
  'html',
  'http',
  'handlers',
  'logging',
  'mail',
  'report',
  'debugger',
  'adapters',
  'development',
  'doctor',
  'commands',
]

const nodeModules = { regex: '^node:', message: 'This code is pure: what it needs of Node is handed to it.' }

function ownPackages(names, message) {
  return names.map((name) => ({
    regex: name === 'culprit' ? '^culprit(/|$)' : `^@culprit/${name}(/|$)`,
    message,
  }))
}

function siblings(names, message) {
  return names.length === 0 ? [] : [{ regex: `^\\.\\.?/(.*/)?(${names.join('|')})/`, message }]
}

/** Returns one lint override for each package and layer; later ones repeat what earlier ones said, since they replace them. */
export function layerOverrides() {
  return [...packageOverrides(), ...trackerOverrides(), ...libraryOverrides()]
}

function override(files, patterns) {
  // Tests stand beside the code and may reach for the testkit and for Node.
  return {
    files,
    excludeFiles: ['**/*.test.ts', '**/*.test.tsx'],
    rules: { 'no-restricted-imports': ['error', { patterns }] },
  }
}

function packagePatterns(name) {
  const { may, pure } = packages[name]
  const others = Object.keys(packages).filter((other) => other !== name && !may.includes(other))
  return [
    ...ownPackages(
      others,
      `packages/${name} may import ${may.length === 0 ? 'none of our packages' : may.join(', ')} only.`,
    ),
    {
      regex: `^(\\.\\./)+(${Object.keys(packages).join('|')})/(src|dist)/`,
      message: 'Other packages are imported by name.',
    },
    ...(pure ? [nodeModules] : []),
  ]
}

function packageOverrides() {
  return Object.keys(packages).map((name) => override([`packages/${name}/src/**`], packagePatterns(name)))
}

function trackerOverrides() {
  return Object.entries(trackerLayers).map(([name, { may, pure }]) => {
    const others = Object.keys(trackerLayers).filter((other) => other !== name && !may.includes(other))
    const message = `tracker/src/${name} may import ${may.length === 0 ? 'no other layer' : may.join(', ')} only.`
    const patterns = [
      ...packagePatterns('tracker'),
      ...siblings(others, message),
      ...(pure ? [nodeModules] : []),
    ]
    const views =
      name === 'web' || name === 'notify' ? [] : ownPackages(['view'], 'Only web/ and notify/ render.')
    // 15 MB: only `main/` knows when it is worth them.
    const library =
      name === 'main' ? [] : ownPackages(['culprit'], 'Only main/ reports errors of the tracker.')
    return override([`packages/tracker/src/${name}/**`], [...patterns, ...views, ...library])
  })
}

function libraryOverrides() {
  return libraryLayers.map((name, place) => {
    const right = libraryLayers.slice(place + 1)
    const views =
      name === 'debugger' || name === 'mail' ? [] : ownPackages(['view'], 'Only debugger/ and mail/ render.')
    const message = `culprit/src/${name} may import only folders to its left: ${libraryLayers.slice(0, place).join(', ') || 'none'}.`
    return override(
      [`packages/culprit/src/${name}/**`],
      [...packagePatterns('culprit'), ...siblings(right, message), ...views],
    )
  })
}
