class (broken
