export { default as Screen } from './Audit.svelte';
