"""Entries of catalogues: read by an RDF library, every file named with its size and hash."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, RDF, RDFS, XSD, Namespace

from dondoc.reporting.open_data import catalogue_files, csv_files, json_files, media_type, schema_org, sdmx_files
from open_data.published import published

ADDRESS = "https://example.vn/cong-khai/1/"
SPDX = Namespace("http://spdx.org/rdf/terms#")


def _files() -> dict[str, bytes]:
    return csv_files(published()) | json_files(published()) | sdmx_files(published())


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # in rdflib itself
def test_dcat_is_a_dataset_with_a_distribution_for_each_file() -> None:
    """Title in Vietnamese, licence, days, provenance; each file by its address, media type and hash."""
    plan = replace(published(), about=replace(published().about, published_on=date(2024, 1, 5)))
    graph = Graph().parse(data=catalogue_files(plan, _files(), ADDRESS)["dcat.jsonld"], format="json-ld")
    dataset = URIRef(ADDRESS)
    assert (dataset, RDF.type, DCAT.Dataset) in graph
    assert (dataset, DCTERMS.title, Literal(plan.about.title, lang="vi")) in graph
    assert (dataset, DCTERMS.license, URIRef("https://creativecommons.org/licenses/by/4.0/")) in graph
    assert (dataset, DCTERMS.issued, Literal("2024-01-05", datatype=XSD.date)) in graph
    temporal = graph.value(dataset, DCTERMS.temporal)
    assert graph.value(temporal, DCAT.startDate) == Literal("2023-07-01", datatype=XSD.date)
    found = list(graph.objects(dataset, DCAT.distribution))
    assert sorted(map(str, found)) == sorted(ADDRESS + name for name in _files())
    for each in found:
        assert (each, DCAT.downloadURL, each) in graph and graph.value(each, DCAT.mediaType)
        checksum = graph.value(each, SPDX.checksum)
        assert len(str(graph.value(checksum, SPDX.checksumValue))) == 64
    provenance = graph.value(dataset, DCTERMS.provenance)
    assert "baogialai.com.vn" in str(graph.value(provenance, RDFS.label))


def test_schema_org_says_the_same_to_search_engines() -> None:
    """Name, licence, days of the period, what is measured, and where the files lie."""
    entry = schema_org(published(), _files(), ADDRESS)
    assert (entry["@type"], entry["name"]) == ("Dataset", published().about.title)
    assert entry["temporalCoverage"] == "2023-07-01/2023-12-31" and entry["dateModified"] == "2023-12-31"
    assert "datePublished" not in entry
    assert "Tổng vốn đầu tư toàn xã hội" in entry["variableMeasured"]
    assert {each["contentUrl"] for each in entry["distribution"]} == {ADDRESS + name for name in _files()}
    assert json.loads(json.dumps(entry)) == entry


def test_illustrative_data_say_so_in_a_catalogue() -> None:
    """In the description and among the keywords."""
    plan = replace(published(), about=replace(published().about, illustrative=True))
    for data in catalogue_files(plan, {}, ADDRESS).values():
        assert data.decode().count("minh họa") == 2


def test_a_file_has_the_type_of_its_longest_ending() -> None:
    """SDMX-CSV is not plain CSV."""
    assert media_type("open-data.sdmx.csv") == "application/vnd.sdmx.data+csv"
    assert media_type("figures.csv") == "text/csv" and media_type("a.akn.xml") == "application/akn+xml"
