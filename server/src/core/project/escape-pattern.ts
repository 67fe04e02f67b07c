export { escapePattern } from '../text/escape-pattern';
