# options: {file = "a.json", action = "insert-after", anchor = "{", code = "x"}
# refuses: broken-result
# file: a.json
{
}
