export { default as Screen } from './Verify.svelte';
