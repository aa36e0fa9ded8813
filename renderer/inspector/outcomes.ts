export { outcomes, outcomeWords } from '../../preload/filter/outcome-words.ts';
