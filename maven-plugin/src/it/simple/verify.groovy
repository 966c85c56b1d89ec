def target = new File(basedir, "target")
def log = new File(basedir, "build.log").text

// Both agents recorded the same tests.
assert new File(target, "jacoco.exec").length() > 0
assert new File(target, "whittle.wprof").length() > 0

// The whittled jar is another jar, and says the same on the recorded device, on another one, and switched off.
def original = new File(target, "simple-1.0.jar")
def whittled = new File(target, "simple-1.0-whittled.jar")
assert whittled.isFile()
assert new File(target, "simple-1.0-whittled.whittle").isFile()
assert original.bytes != whittled.bytes

def run = { File jar, List jvm, String model ->
    def java = new File(System.getProperty("java.home"), "bin/java").path
    def process = ([java] + jvm + ["-cp", jar.path, "it.Adapter", model]).execute()
    def out = new StringBuilder()
    def err = new StringBuilder()
    process.waitForProcessOutput(out, err)
    assert process.exitValue() == 0: err
    out.toString()
}
for (model in ["3", "1"]) {
    def expected = run(original, [], model)
    assert expected.startsWith("sum=")
    assert run(whittled, [], model) == expected
    assert run(whittled, ["-Dwhittle.off=true"], model) == expected
}
assert log.contains("it.model")
assert log.contains("PROVED")
for (name in ["simple-1.0-whittled.jar", "simple-1.0-whittled.whittle", "simple-1.0-whittled.report.json"]) {
    assert log.contains("attached " + name)
}

// It was proved once more, and the second time each proof was in the cache.
def suite = new File(target, "whittle-verify.xml").text
assert suite.contains("<testcase ") && suite.contains('failures="0"')
assert new File(target, "whittle-verify.sarif").text.contains('"version": "2.1.0"')
def counts = log.readLines().findAll { it.contains("proofs from the cache: ") }.collect { it.replaceAll(".*cache: ", "") }
assert counts.size() == 2
def all = counts[0].replaceAll(".* of ", "").trim() as int
assert all > 0
assert counts*.trim() == ["0 of " + all, all + " of " + all]*.toString()
