export { default as Screen } from './Enrol.svelte';
