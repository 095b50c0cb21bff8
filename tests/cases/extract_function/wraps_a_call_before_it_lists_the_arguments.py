# options: {places = ["code.report", "code.summary"], into = "code.write_all_of_the_lines_into_the_file_of_that_name", parameters = ["heading"], min_saving = -9}
# file: code.py
def report(rows, name, encoding, separator):
    with open(name, "w", encoding=encoding) as file:
        file.write("report")
        for row in rows:
            file.write(separator.join(row))
            file.write("\n")
    print(name)


def summary(rows, name, encoding, separator):
    with open(name, "w", encoding=encoding) as file:
        file.write("summary")
        for row in rows:
            file.write(separator.join(row))
            file.write("\n")
    print(name)
# after
# file: code.py
def write_all_of_the_lines_into_the_file_of_that_name(
    rows, name, encoding, separator, *, heading
):
    with open(name, "w", encoding=encoding) as file:
        file.write(heading)
        for row in rows:
            file.write(separator.join(row))
            file.write("\n")
    print(name)


def report(rows, name, encoding, separator):
    write_all_of_the_lines_into_the_file_of_that_name(
        rows, name, encoding, separator, heading="report"
    )


def summary(rows, name, encoding, separator):
    write_all_of_the_lines_into_the_file_of_that_name(
        rows, name, encoding, separator, heading="summary"
    )
