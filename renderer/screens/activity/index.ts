export { default as Screen } from './Activity.svelte';
