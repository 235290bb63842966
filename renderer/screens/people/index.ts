export { default as Screen } from './People.svelte';
