export { default as Screen } from './Settings.svelte';
