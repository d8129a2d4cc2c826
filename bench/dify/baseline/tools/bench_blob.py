from dify_plugin import Tool

BLOCK = b"tsunagu " * 8192


class BenchBlob(Tool):
    def _invoke(self, tool_parameters):
        size = int(tool_parameters["size"])
        body = (BLOCK * (size // len(BLOCK) + 1))[:size]
        yield self.create_blob_message(body, meta={"mime_type": "application/octet-stream", "filename": "blob.bin"})
        yield self.create_json_message({"size": size})
        yield self.create_variable_message("size", size)
