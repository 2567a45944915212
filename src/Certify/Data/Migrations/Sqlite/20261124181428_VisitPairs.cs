using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Certify.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class VisitPairs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "VisitPairs",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    EarlierId = table.Column<Guid>(type: "TEXT", nullable: false),
                    LaterId = table.Column<Guid>(type: "TEXT", nullable: false),
                    FoundAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    NotedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    NotedByName = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_VisitPairs", x => x.Id);
                    table.ForeignKey(
                        name: "FK_VisitPairs_Visits_EarlierId",
                        column: x => x.EarlierId,
                        principalTable: "Visits",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_VisitPairs_Visits_LaterId",
                        column: x => x.LaterId,
                        principalTable: "Visits",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_VisitPairs_EarlierId_LaterId",
                table: "VisitPairs",
                columns: new[] { "EarlierId", "LaterId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_VisitPairs_LaterId",
                table: "VisitPairs",
                column: "LaterId");

            migrationBuilder.CreateIndex(
                name: "IX_VisitPairs_State",
                table: "VisitPairs",
                column: "State");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "VisitPairs");
        }
    }
}
