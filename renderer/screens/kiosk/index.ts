export { default as Screen } from './Kiosk.svelte';
