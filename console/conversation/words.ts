import { defineWords } from '../words/define-words';
import { en } from './words-en';
import { ru } from './words-ru';

export const conversationWords = defineWords({ en, ru });
