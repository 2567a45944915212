using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Certify.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class Checklists : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "PassedMeasures",
                table: "Visits",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "MeasureKey",
                table: "Rectifications",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "ChecklistVersion",
                table: "Rectifications",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "TextEn",
                table: "Rectifications",
                type: "character varying(80)",
                maxLength: 80,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "TextZh",
                table: "Rectifications",
                type: "character varying(80)",
                maxLength: 80,
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateTable(
                name: "ChecklistUses",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Category = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    Checklist = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    By = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    From = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ChecklistUses", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ChecklistVersions",
                columns: table => new
                {
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Checklist = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    Items = table.Column<string>(type: "text", nullable: false),
                    PublishedBy = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    PublishedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ChecklistVersions", x => x.Number);
                });

            migrationBuilder.CreateIndex(
                name: "IX_ChecklistUses_Category",
                table: "ChecklistUses",
                column: "Category");

            FirstChecklists.Sow(migrationBuilder);
            FirstChecklists.Translate(migrationBuilder);

            migrationBuilder.DropColumn(
                name: "Passed",
                table: "Visits");

            migrationBuilder.DropColumn(
                name: "Measure",
                table: "Rectifications");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "Passed",
                table: "Visits",
                type: "integer",
                maxLength: 24,
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Measure",
                table: "Rectifications",
                type: "integer",
                maxLength: 24,
                nullable: false,
                defaultValue: 0);

            FirstChecklists.Undo(migrationBuilder);

            migrationBuilder.DropColumn(
                name: "PassedMeasures",
                table: "Visits");

            migrationBuilder.DropColumn(
                name: "MeasureKey",
                table: "Rectifications");

            migrationBuilder.DropTable(
                name: "ChecklistUses");

            migrationBuilder.DropTable(
                name: "ChecklistVersions");

            migrationBuilder.DropColumn(
                name: "ChecklistVersion",
                table: "Rectifications");

            migrationBuilder.DropColumn(
                name: "TextEn",
                table: "Rectifications");

            migrationBuilder.DropColumn(
                name: "TextZh",
                table: "Rectifications");
        }
    }
}
