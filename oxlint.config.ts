import { defineConfig } from 'oxlint'
import { layerOverrides } from './scripts/layers.mjs'

export default defineConfig({
  plugins: ['typescript', 'import', 'unicorn', 'oxc', 'promise'],
  categories: { correctness: 'error' },
  rules: {
    'import/no-cycle': ['error', { ignoreTypes: false }],
    'import/no-default-export': 'error',
    'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
    'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
    'max-params': ['error', { max: 4 }],
    'no-console': 'error',
    eqeqeq: 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
    'typescript/only-throw-error': 'error',
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    'typescript/consistent-type-imports': 'error',
    // Options objects have function members, which are destructured; none of them uses `this`.
    'typescript/unbound-method': 'off',
    // Text from strangers is all about control characters.
    'no-control-regex': 'off',
    'unicorn/filename-case': ['error', { case: 'kebabCase' }],
  },
  overrides: [
    ...layerOverrides(),
    {
      files: ['**/*.test.ts', '**/*.test.tsx'],
      rules: { 'max-lines': 'off', 'max-lines-per-function': 'off', 'typescript/only-throw-error': 'off' },
    },
    { files: ['*.config.ts'], rules: { 'import/no-default-export': 'off' } },
    { files: ['scripts/**', 'bench/**', 'e2e/**', 'examples/**'], rules: { 'no-console': 'off' } },
    // The servers that are measured are written as people write them.
    { files: ['bench/**'], rules: { 'typescript/no-misused-promises': 'off' } },
    { files: ['packages/testkit/src/contracts/**'], rules: { 'max-lines-per-function': 'off' } },
  ],
  ignorePatterns: ['**/dist/**', '**/node_modules/**'],
})
