export { default as Screen } from './Accuracy.svelte';
