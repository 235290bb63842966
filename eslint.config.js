import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';

export default ts.config(
  { ignores: ['node_modules/', 'out/', 'dist/', 'coverage/', '**/.venv/', '.cache/'] },
  js.configs.recommended,
  ...ts.configs.strictTypeChecked,
  ...svelte.configs.recommended,
  ...svelte.configs.prettier,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      // `return add(x)` of a void function ends a branch in one line.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // Indexing is typed without undefined, so that pixel loops stay readable: checks of what an
      // index gave are not unnecessary.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // Our interfaces are records of closures: none of their functions uses `this`.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      'no-console': 'error',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { parser: ts.parser, projectService: true, extraFileExtensions: ['.svelte'] },
    },
    rules: {
      // A snippet or a bound element is given by the parent: `let` where one of several is bound.
      'prefer-const': 'off',
      // Addresses are ours: the part after the hash, made by router.ts.
      'svelte/no-navigation-without-resolve': 'off',
      // svelte-check knows the types of the page, of events in markup and of generic components;
      // this parser does not, and takes them for any.
      'no-undef': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      // `void version` says what an effect or a derived value depends on.
      '@typescript-eslint/no-meaningless-void-operator': 'off',
    },
  },
  { files: ['models/**', 'test/**'], rules: { 'no-console': 'off' } },
  // Matchers such as expect.any() are typed any by vitest.
  { files: ['test/**'], rules: { '@typescript-eslint/no-unsafe-assignment': 'off' } },
  { files: ['**/*.js'], extends: [ts.configs.disableTypeChecked] },
);
