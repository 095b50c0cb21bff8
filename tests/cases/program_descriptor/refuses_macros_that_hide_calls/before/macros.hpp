#define ADD_WRITER(c) \
    CreateKernel(program, "w.cpp", c, WriterConfig())
